#include "hardfail/spf/audit.hpp"

#include <fmt/format.h>

#include "assess/dns_session.hpp"
#include "commands/commands.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/render/spf_audit.hpp"
#include "hardfail/util/text.hpp"
#include "options/record_option.hpp"

namespace hardfail::cli {
namespace {

/// What these commands share: a domain, and perhaps a record it does not publish yet.
class RecordCommand : public Command {
 public:
  [[nodiscard]] std::string synopsis() const override { return "DOMAIN [OPTION...]"; }
  [[nodiscard]] std::vector<OptionSpec> options() const override { return {record_option_spec()}; }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto domain = domain_argument(only_argument(invocation.options, "domain"));
    auto record = read_record_option(invocation.options);
    DnsSession dns(invocation.global, invocation.environment);
    return answer({domain, std::move(record)}, dns.cache(), invocation.global);
  }

 protected:
  struct Subject {
    DomainName domain;
    std::optional<std::string> record;
  };

  [[nodiscard]] virtual Answer answer(const Subject& subject, dns::Resolver& resolver,
                                      const GlobalOptions& global) const = 0;

  static void overlay(const Subject& subject, dns::Overlay& overlay) {
    if (subject.record) overlay.set_txt(subject.domain, std::span(&*subject.record, 1));
  }
};

class SpfAuditCommand final : public RecordCommand {
 public:
  [[nodiscard]] std::string name() const override { return "spf audit"; }
  [[nodiscard]] std::string summary() const override {
    return "what a record refers to and costs, what is wrong with it, and how to fix it";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"spf audit example.com",
            "spf audit example.com --record 'v=spf1 mx include:_spf.example.net ~all'"};
  }

 protected:
  [[nodiscard]] Answer answer(const Subject& subject, dns::Resolver& resolver,
                              const GlobalOptions& global) const override {
    spf::AuditOptions options;
    options.record = subject.record;
    return {
        render::present(spf::audit(subject.domain, resolver, options), global.format, global.page)};
  }
};

class SpfAddressesCommand final : public RecordCommand {
 public:
  [[nodiscard]] std::string name() const override { return "spf addresses"; }
  [[nodiscard]] std::string summary() const override {
    return "the networks that a record authorises, and the terms each comes from";
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"spf addresses example.com"};
  }

 protected:
  [[nodiscard]] Answer answer(const Subject& subject, dns::Resolver& resolver,
                              const GlobalOptions& global) const override {
    dns::Overlay published(resolver);
    overlay(subject, published);
    return {render::present(spf::authorised_addresses(subject.domain, published), global.format,
                            global.page)};
  }
};

class SpfFlattenCommand final : public RecordCommand {
 public:
  [[nodiscard]] std::string name() const override { return "spf flatten"; }
  [[nodiscard]] std::string summary() const override {
    return "a record with what it refers to written out as networks";
  }
  [[nodiscard]] std::vector<render::Format> formats() const override {
    auto formats = Command::formats();
    formats.push_back(render::Format::zone);
    return formats;
  }
  [[nodiscard]] std::vector<std::string> examples() const override {
    return {"spf flatten example.com --output flat.zone"};
  }

 protected:
  [[nodiscard]] Answer answer(const Subject& subject, dns::Resolver& resolver,
                              const GlobalOptions& global) const override {
    dns::Overlay published(resolver);
    overlay(subject, published);
    const auto flattened = spf::flatten(subject.domain, published);
    if (!flattened) {
      const auto name = printable(subject.domain.text());
      throw Error(
          Failure::unusable_data,
          fmt::format("the record of {} cannot be flattened: {}", name, flattened.error().text),
          fmt::format("`hardfail spf audit {}` says more", name));
    }
    return {render::present(*flattened, global.format, global.page)};
  }
};

}  // namespace

std::unique_ptr<Command> make_spf_audit_command() { return std::make_unique<SpfAuditCommand>(); }

std::unique_ptr<Command> make_spf_addresses_command() {
  return std::make_unique<SpfAddressesCommand>();
}

std::unique_ptr<Command> make_spf_flatten_command() {
  return std::make_unique<SpfFlattenCommand>();
}

}  // namespace hardfail::cli
