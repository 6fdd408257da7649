#include "hardfail/fetch/mailbox.hpp"

#include "graph_mailbox.hpp"
#include "imap_mailbox.hpp"

namespace hardfail::fetch {

std::unique_ptr<Mailbox> open(const Account& account, std::function<void()> waiting) {
  if (const auto* graph = std::get_if<GraphAccount>(&account)) {
    return open_graph(*graph, std::move(waiting));
  }
  return open_imap(std::get<ImapAccount>(account), std::move(waiting));
}

}  // namespace hardfail::fetch
