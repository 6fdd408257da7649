#include "clickhouse.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "socket.hpp"

namespace hardfail::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* program_path = "/usr/sbin/clickhouse-server";

constexpr const char* users = R"(<yandex>
  <profiles><default/><readonly><readonly>2</readonly></readonly></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password><networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
    </default>
    <secured>
      <password>open sesame</password><networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
    </secured>
    <reader>
      <password></password><networks><ip>127.0.0.1</ip></networks>
      <profile>readonly</profile><quota>default</quota>
    </reader>
  </users>
</yandex>
)";

bool answers(unsigned short port) {
  const Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

std::unique_ptr<ClickHouse> ClickHouse::start() {
  if (access(program_path, X_OK) != 0) return nullptr;
  return std::unique_ptr<ClickHouse>(new ClickHouse(program_path));
}

ClickHouse::ClickHouse(std::string program) : m_program(std::move(program)) {
  auto pattern = (fs::temp_directory_path() / "hardfail-clickhouse-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "mkdtemp");
  }
  m_folder = pattern;
  m_port = port_of(both_bound_to_loopback().first);
  std::ofstream(m_folder / "config.xml") << configuration();
  std::ofstream(m_folder / "users.xml") << users;
  resume();
}

ClickHouse::~ClickHouse() {
  kill();
  std::error_code ignored;
  fs::remove_all(m_folder, ignored);
}

void ClickHouse::kill() {
  if (m_process <= 0) return;
  ::kill(m_process, SIGKILL);
  waitpid(m_process, nullptr, 0);
  m_process = -1;
}

void ClickHouse::resume() {
  const auto option = "--config-file=" + (m_folder / "config.xml").string();
  m_process = fork();
  if (m_process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nowhere = open("/dev/null", O_RDWR);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      dup2(nowhere, descriptor);
    }
    execl(m_program.c_str(), m_program.c_str(), option.c_str(), nullptr);
    _exit(127);
  }
  for (int tries = 0; !answers(m_port); ++tries) {
    if (tries == 600) throw std::runtime_error("clickhouse-server does not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::string ClickHouse::configuration() const {
  const auto folder = [&](const char* name) { return (m_folder / name).string() + "/"; };
  return "<yandex>\n<logger><level>warning</level><log>" + folder("log") + "server.log</log>" +
         "<errorlog>" + folder("log") + "error.log</errorlog></logger>\n" +
         "<listen_host>127.0.0.1</listen_host><http_port>" + std::to_string(m_port) +
         "</http_port>\n<path>" + folder("data") + "</path><tmp_path>" + folder("temporary") +
         "</tmp_path>\n<user_files_path>" + folder("files") + "</user_files_path>" +
         "<format_schema_path>" + folder("schemas") + "</format_schema_path>\n" +
         "<users_config>users.xml</users_config><default_profile>default</default_profile>\n" +
         "<default_database>default</default_database><timezone>UTC</timezone>\n" +
         "<mark_cache_size>67108864</mark_cache_size>" +
         "<mlock_executable>false</mlock_executable>\n</yandex>\n";
}

}  // namespace hardfail::test
