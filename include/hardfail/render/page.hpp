#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::render {

/// Whether a domain's page has an index.html beside it, and links to that.
enum class PagePlace : std::uint8_t { alone, beside_index };

/// Everything about one domain as an HTML page that needs nothing beside it: the verdict, what to
/// do and what to publish on top, then senders, volume, evidence and records. Of a domain with more
/// than 2,500 addresses it has the busiest of each sender.
[[nodiscard]] std::string domain_page(const analysis::Assessment& assessment, PagePlace place);

/// A page with a row for each of several domains, built one by one, so that no assessment need
/// outlive its turn.
class IndexPage {
 public:
  /// `beside_pages`: each row leads to the domain's own page, page_name(). `alone`: what to do
  /// about each domain follows on the page itself.
  enum class Place : std::uint8_t { alone, beside_pages };
  explicit IndexPage(Place place);
  IndexPage(const IndexPage&) = delete;
  IndexPage& operator=(const IndexPage&) = delete;
  IndexPage(IndexPage&&) noexcept;
  IndexPage& operator=(IndexPage&&) noexcept;
  ~IndexPage();

  /// `group` is the one that the configuration counts the domain to; empty without one. Where any
  /// domain has one, the rows say which.
  void add(const analysis::Assessment& assessment, std::string_view group = {});

  /// In the order of add().
  [[nodiscard]] std::string text() const;

 private:
  struct Rows;
  std::unique_ptr<Rows> m_rows;
};

/// The name of a domain's page in a folder of pages: safe for any file system, and different for
/// different domains.
[[nodiscard]] std::string page_name(const DomainName& domain);

}  // namespace hardfail::render
