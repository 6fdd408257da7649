#include "findings.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "unknown_name.hpp"

namespace hardfail::store {
namespace {

using Sources = std::vector<ledger::ClassifiedAddress>;

void pack(const IpAddress& address, Packed& packed) {
  auto& octets = address.family() == IpAddress::Family::v4 ? packed.v4 : packed.v6;
  octets.insert(octets.end(), address.octets().begin(), address.octets().end());
}

void pack(const IpAddress& address, ledger::SourceClass under, Classes& classes) {
  const auto name = name_of(under);
  auto at = classes.find(name);
  if (at == classes.end()) at = classes.emplace(name, Packed{}).first;
  pack(address, at->second);
}

ledger::SourceClass known_class(const std::string& name) {
  const auto source_class = ledger::parse_source_class(name);
  if (!source_class) refuse_unknown("a kept run names the class", name);
  return *source_class;
}

bool unpack(std::span<const std::uint8_t> octets, std::size_t width,
            ledger::SourceClass source_class, Sources& sources) {
  if (octets.size() % width != 0) return false;
  for (; !octets.empty(); octets = octets.subspan(width)) {
    sources.push_back({*IpAddress::from_octets(octets.first(width)), source_class});
  }
  return true;
}

/// By address; nullopt for what is no list of them.
std::optional<Sources> unpacked(const Classes& classes) {
  Sources sources;
  for (const auto& [name, packed] : classes) {
    const auto source_class = known_class(name);
    if (!unpack(packed.v4, 4, source_class, sources)) return std::nullopt;
    if (!unpack(packed.v6, 16, source_class, sources)) return std::nullopt;
  }
  std::ranges::sort(sources);
  return sources;
}

std::optional<std::size_t> place_of(const IpAddress& address, const Sources& sources) {
  const auto at =
      std::ranges::lower_bound(sources, address, {}, &ledger::ClassifiedAddress::address);
  if (at == sources.end() || at->address != address) return std::nullopt;
  return static_cast<std::size_t>(at - sources.begin());
}

bool add_marks(const Classes& marks, Sources& sources) {
  const auto marked = unpacked(marks);
  if (!marked) return false;
  for (const auto& each : *marked) {
    const auto place = place_of(each.address, sources);
    if (!place) return false;
    sources[*place].mark = each.source_class;
  }
  return true;
}

bool add_senders(const Findings& findings, ledger::Run& run) {
  if (findings.senders.empty()) return true;
  run.sender_of.assign(run.sources->size(), ledger::Run::no_sender);
  for (const auto& [id, stored] : findings.senders) {
    const auto number = static_cast<std::uint32_t>(run.senders.size());
    run.senders.push_back({id, stored.name, known_class(stored.source_class)});
    const auto sources = unpacked({{stored.source_class, stored.sources}});
    if (!sources) return false;
    for (const auto& source : *sources) {
      const auto place = place_of(source.address, *run.sources);
      if (!place) return false;
      run.sender_of[*place] = number;
    }
  }
  return true;
}

}  // namespace

Findings findings_of(const ledger::Run& run) {
  Findings findings{run.records, {}, {}, {}};
  if (!run.sources) return findings;
  for (const auto& [id, name, source_class] : run.senders) {
    findings.senders.emplace(id, StoredSender{name, std::string(name_of(source_class)), {}});
  }
  for (std::size_t i = 0; i < run.sources->size(); ++i) {
    const auto& source = (*run.sources)[i];
    pack(source.address, source.source_class, findings.classes);
    if (source.mark) pack(source.address, *source.mark, findings.marks);
    if (const auto* sender = run.sender(i)) {
      pack(source.address, findings.senders.at(sender->id).sources);
    }
  }
  return findings;
}

bool restore(Findings findings, ledger::Run& run) {
  run.sources = unpacked(findings.classes);
  if (!run.sources || !add_marks(findings.marks, *run.sources)) return false;
  run.records = std::move(findings.records);
  return add_senders(findings, run);
}

}  // namespace hardfail::store
