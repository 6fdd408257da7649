#include "graph_mailbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "graph_session.hpp"
#include "hardfail/transfer/url.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::fetch {
namespace {

using transfer::url_encoded;

constexpr int gone = 404;

/// Folders that every mailbox has, and that Graph knows by these names whatever the mailbox's
/// language.
constexpr std::array<std::string_view, 6> well_known{"inbox",     "archive",   "deleteditems",
                                                     "junkemail", "sentitems", "msgfolderroot"};

/// In a condition, a quote stands twice.
std::string condition_on_name(std::string_view name) {
  std::string quoted;
  for (const char c : name) quoted += c == '\'' ? "''" : std::string(1, c);
  return url_encoded(fmt::format("displayName eq '{}'", quoted));
}

class GraphMailbox final : public Mailbox {
 public:
  GraphMailbox(const GraphAccount& account, std::function<void()> waiting)
      : m_session(account, std::move(waiting)),
        m_user(fmt::format("{}/users/{}", account.graph_url, url_encoded(account.mailbox))),
        m_folder(folder_id(account.folder)) {}

  [[nodiscard]] std::string generation() const override { return "graph"; }

  [[nodiscard]] std::string name_of(std::string_view id) const override {
    return fmt::format("{};ID={}", address_of(m_session.account()), id);
  }

  void expect_folder(const std::string& folder) override { static_cast<void>(folder_id(folder)); }

  std::vector<Message> list(Selection selection) override {
    auto url = fmt::format("{}/mailFolders/{}/messages?$select=id,isRead&$top=200", m_user,
                           url_encoded(m_folder));
    if (selection == Selection::unseen) url += "&$filter=isRead%20eq%20false";
    std::vector<Message> messages;
    while (!url.empty()) url = add_page(url, messages);
    return messages;
  }

  std::optional<std::string> read(std::string_view id, std::uint64_t most_octets) override {
    auto response = m_session.ask("GET", message_url(id) + "/$value");
    if (response.status == gone) return std::nullopt;
    if (response.status != 200) {
      throw InputError(fmt::format("Graph does not give the mail: status {}", response.status));
    }
    if (response.body.size() > most_octets) {
      throw InputError(fmt::format("the mail has {} octets, more than {} (--limit-mail-octets)",
                                   response.body.size(), most_octets));
    }
    return std::move(response.body);
  }

  void mark_seen(std::span<const std::string> ids) override {
    for (const auto& id : ids) change("PATCH", message_url(id), R"({"isRead":true})");
  }

  void move(std::span<const std::string> ids, const std::string& folder) override {
    if (ids.empty()) return;
    const auto body = Json{{"destinationId", folder_id(folder)}}.dump();
    for (const auto& id : ids) change("POST", message_url(id) + "/move", body);
  }

  Removed remove(std::span<const std::string> ids) override {
    for (const auto& id : ids) change("DELETE", message_url(id), {});
    return Removed::gone;
  }

 private:
  [[nodiscard]] std::string message_url(std::string_view id) const {
    return fmt::format("{}/messages/{}", m_user, url_encoded(id));
  }

  void change(std::string_view method, const std::string& url, const std::string& body) {
    const auto response = m_session.ask(method, url, body);
    if (response.status >= 300 && response.status != gone) m_session.refuse(response);
  }

  /// Adds the messages of a page; returns where the next is, or nothing.
  std::string add_page(const std::string& url, std::vector<Message>& messages) {
    const auto page = m_session.get(url);
    const auto value = page ? page->find("value") : Json::const_iterator();
    if (!page || value == page->end() || !value->is_array()) {
      throw Error(Failure::io, fmt::format("Graph does not list the messages of {}",
                                           printable(address_of(m_session.account()))));
    }
    for (const auto& each : *value) {
      auto id = each.is_object() ? text_in(each, "id") : std::nullopt;
      if (!id) continue;
      const auto is_read = each.find("isRead");
      messages.push_back({*std::move(id), is_read != each.end() && *is_read == true});
    }
    auto next = text_in(*page, "@odata.nextLink").value_or("");
    if (!next.empty() && (!m_session.is_own(next) || next == url)) {
      throw Error(Failure::io, fmt::format("Graph names a page of {} that it cannot have: {}",
                                           printable(address_of(m_session.account())),
                                           printable(shortened(next, 200))));
    }
    return next;
  }

  /// Throws Error (no_input) where there is no such folder.
  std::string folder_id(const std::string& path) {
    std::string id;
    for (const auto name : split(path, '/')) {
      id = id.empty() && std::ranges::find(well_known, to_lower(name)) != well_known.end()
               ? known_folder_id(to_lower(name))
               : child_id(id, name);
      if (id.empty()) {
        throw Error(Failure::no_input,
                    fmt::format("the mailbox {} has no folder {}",
                                printable(m_session.account().mailbox), printable(path)));
      }
    }
    return id;
  }

  std::string known_folder_id(const std::string& name) {
    const auto folder = m_session.get(fmt::format("{}/mailFolders/{}?$select=id", m_user, name));
    return folder ? text_in(*folder, "id").value_or("") : "";
  }

  /// The folder of this name in another, or at the top where that is empty; empty without one.
  std::string child_id(const std::string& parent, std::string_view name) {
    const auto within = parent.empty() ? "" : fmt::format("/{}/childFolders", url_encoded(parent));
    const auto found = m_session.get(fmt::format("{}/mailFolders{}?$filter={}&$select=id", m_user,
                                                 within, condition_on_name(name)));
    if (!found) return {};
    const auto value = found->find("value");
    if (value == found->end() || !value->is_array() || value->empty()) return {};
    return value->front().is_object() ? text_in(value->front(), "id").value_or("") : "";
  }

  GraphSession m_session;
  std::string m_user;  ///< the URL of the mailbox
  std::string m_folder;
};

void require_credentials(const GraphAccount& account) {
  if (account.token) return;
  if (!account.tenant.empty() && !account.client.empty() && account.client_secret) return;
  throw Error(Failure::configuration,
              fmt::format("there are no credentials for {}", printable(address_of(account))),
              "give --tenant, --client-id and --client-secret-file or --client-secret-command, or "
              "--token-command");
}

}  // namespace

std::unique_ptr<Mailbox> open_graph(const GraphAccount& account, std::function<void()> waiting) {
  require_credentials(account);
  return std::make_unique<GraphMailbox>(account, std::move(waiting));
}

}  // namespace hardfail::fetch
