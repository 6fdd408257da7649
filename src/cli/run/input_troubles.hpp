#pragma once

#include <string>
#include <vector>

#include "hardfail/ledger/trouble.hpp"
#include "hardfail/store/store.hpp"
#include "hardfail/util/error.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// Tells of inputs that cannot be read when that begins and when it ends, however many runs see it
/// in between.
class InputTroubles {
 public:
  /// The arguments must outlive it.
  InputTroubles(store::Store& store, Messages& messages)
      : m_store(store), m_messages(messages), m_before(store.input_troubles()) {}

  /// What is to be told of an input by its name. Another failure than before is another trouble.
  void failed(const std::string& input, const Error& error, Moment now);
  void works(const std::string& input);

  /// To be called once every input has been tried; an input that is not there any more is
  /// forgotten.
  void save();

 private:
  store::Store& m_store;
  Messages& m_messages;
  std::vector<ledger::InputTrouble> m_before;
  std::vector<ledger::InputTrouble> m_now;
};

}  // namespace hardfail::cli
