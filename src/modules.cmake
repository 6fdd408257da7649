# The modules, lowest first. A module may use only those above it.
hardfail_module(util SOURCES count.cpp descriptor.cpp digest.cpp error.cpp nearest.cpp secret.cpp text.cpp time.cpp utf8.cpp
  LIBS PkgConfig::crypto fmt::fmt)
hardfail_module(config SOURCES document.cpp vocabulary.cpp USES util LIBS fmt::fmt)
hardfail_module(net
  SOURCES ip_address.cpp ip_network.cpp domain_name.cpp host_pattern.cpp idna.cpp special_use.cpp
  USES util LIBS PkgConfig::idn2 fmt::fmt)
hardfail_module(process SOURCES child.cpp command.cpp process.cpp USES util LIBS fmt::fmt)
hardfail_module(transfer
  SOURCES easy.cpp http.cpp imap.cpp imap_connection.cpp imap_text.cpp smtp.cpp url.cpp
  USES util LIBS PkgConfig::curl fmt::fmt)
hardfail_module(fetch
  SOURCES account.cpp graph_mailbox.cpp graph_session.cpp imap_mailbox.cpp mailbox.cpp secret_source.cpp
  USES process transfer LIBS fmt::fmt nlohmann_json::nlohmann_json)
hardfail_module(report
  SOURCES decoder.cpp field.cpp fingerprint.cpp head_reader.cpp markup.cpp parser.cpp record.cpp
    record_cache.cpp record_reader.cpp report.cpp scanner.cpp vocabulary.cpp warning_log.cpp xml_repair.cpp xml_tree.cpp
  USES net LIBS pugixml::pugixml fmt::fmt)
hardfail_module(asn SOURCES database.cpp USES net LIBS PkgConfig::maxminddb fmt::fmt)
hardfail_module(services SOURCES services.cpp USES net LIBS fmt::fmt)
add_custom_command(
  OUTPUT ${PROJECT_BINARY_DIR}/catalogue.cpp
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${PROJECT_BINARY_DIR}/catalogue.cpp
          -D CATALOGUE=${PROJECT_SOURCE_DIR}/src/services/services.ini
          -P ${PROJECT_SOURCE_DIR}/src/services/embed_catalogue.cmake
  DEPENDS ${PROJECT_SOURCE_DIR}/src/services/services.ini
          ${PROJECT_SOURCE_DIR}/src/services/embed_catalogue.cmake
  VERBATIM)
target_sources(hardfail_services PRIVATE ${PROJECT_BINARY_DIR}/catalogue.cpp)
hardfail_module(sandbox SOURCES sandbox.cpp USES util LIBS PkgConfig::seccomp)
hardfail_module(ledger SOURCES source_class.cpp state.cpp trouble.cpp USES report)
hardfail_module(dns
  SOURCES cache.cpp channel.cpp describe.cpp exchange.cpp host_names.cpp ldns_data.cpp message.cpp network.cpp
    overlay.cpp record_data.cpp resolver.cpp shared_cache.cpp single_query.cpp zone.cpp
  USES net LIBS PkgConfig::ldns PkgConfig::cares fmt::fmt)
hardfail_module(spf
  SOURCES record/correction.cpp record/foreign_character.cpp record/macro_expansion.cpp
    record/macro_parser.cpp record/record.cpp record/slip.cpp record/term_parser.cpp
    lookup/answer_size.cpp lookup/answers.cpp lookup/published.cpp
    tree/almost_records.cpp tree/finding.cpp tree/governed.cpp tree/in_practice.cpp
    tree/record_tree.cpp tree/survey.cpp tree/terms.cpp
    evaluation/check.cpp evaluation/evaluation.cpp evaluation/explanation.cpp
    evaluation/lookups.cpp evaluation/mechanisms.cpp evaluation/outcome.cpp evaluation/query.cpp
    evaluation/scope.cpp evaluation/trace.cpp
    ranges/address_range.cpp ranges/addresses.cpp ranges/compiled.cpp ranges/compiler.cpp
    ranges/open_passes.cpp
    audit/audit.cpp audit/copies.cpp audit/names.cpp audit/networks.cpp audit/texts.cpp
    flatten/flat_parts.cpp flatten/flatten.cpp
    listening/listened_name.cpp listening/plan.cpp
  USES dns services LIBS fmt::fmt)
hardfail_module(querylog SOURCES line.cpp moment.cpp tally.cpp
  USES ledger spf LIBS fmt::fmt nlohmann_json::nlohmann_json)
hardfail_module(dmarc SOURCES destinations.cpp discovery.cpp policy.cpp USES dns LIBS fmt::fmt)
hardfail_module(ingest
  SOURCES archive_reader.cpp base64_source.cpp budget.cpp byte_source.cpp content_kind.cpp conveyor.cpp
    digest.cpp expand_paths.cpp gzip_source.cpp ingest.cpp input_reader.cpp letter.cpp lines.cpp mail_reader.cpp
    mailbox.cpp pipeline.cpp signed_data.cpp xz_source.cpp
  USES ledger sandbox LIBS Threads::Threads LibArchive::LibArchive ZLIB::ZLIB PkgConfig::lzma PkgConfig::gmime fmt::fmt)

hardfail_module(store
  SOURCES access.cpp authentication_codec.cpp conduct_memory.cpp connection.cpp copy.cpp dictionary.cpp findings.cpp forgetting.cpp heard_memory.cpp
    host_name_cache.cpp answer_cache.cpp mail_memory.cpp
    observation_query.cpp operator_marks.cpp run_basis.cpp run_memory.cpp report_digest.cpp schema.cpp sqlite_content.cpp sqlite_import.cpp sqlite_store.cpp statement.cpp
    told_memory.cpp unknown_name.cpp
    clickhouse/address.cpp clickhouse/authentications.cpp clickhouse/bases.cpp clickhouse/client.cpp clickhouse/conduct.cpp
    clickhouse/cluster.cpp clickhouse/content.cpp
    clickhouse/dns_memory.cpp clickhouse/forgetting.cpp clickhouse/heard.cpp clickhouse/held_reports.cpp
    clickhouse/import.cpp clickhouse/keys.cpp clickhouse/mails.cpp clickhouse/marks.cpp
    clickhouse/observations.cpp clickhouse/rejections.cpp clickhouse/records.cpp clickhouse/reports.cpp
    clickhouse/row_binary.cpp clickhouse/runs.cpp clickhouse/schema.cpp clickhouse/store.cpp
    clickhouse/tellings.cpp
  USES ledger transfer LIBS SQLite::SQLite3 fmt::fmt)
# Embeds the migrations in a folder of schema/ as the source behind a header of the module.
function(hardfail_migrations folder header namespace)
  file(GLOB migrations CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schema/${folder}*.sql)
  string(MAKE_C_IDENTIFIER "${folder}migrations" name)
  set(output ${PROJECT_BINARY_DIR}/${name}.cpp)
  set(script ${PROJECT_SOURCE_DIR}/src/store/embed_migrations.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D "MIGRATIONS=${migrations}"
            -D HEADER=${header} -D NAMESPACE=${namespace} -P ${script}
    DEPENDS ${migrations} ${script}
    VERBATIM)
  target_sources(hardfail_store PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
hardfail_migrations("" migrations.hpp hardfail::store)
hardfail_migrations(clickhouse/ clickhouse/migrations.hpp hardfail::store::clickhouse)

hardfail_module(analysis
  SOURCES alarm.cpp alignment.cpp background.cpp changes.cpp circumstances.cpp common_marks.cpp
    context.cpp digest.cpp direct_mail.cpp doubts.cpp draft.cpp evidence.cpp heard.cpp host_name.cpp impact.cpp
    intake.cpp known_reporter.cpp mark.cpp missing.cpp outlook.cpp
    proposal.cpp reason.cpp recommendation.cpp rejecting_reporters.cpp remarks.cpp repair.cpp
    run_of.cpp since_told.cpp source.cpp troubles.cpp verdict.cpp volume.cpp
    after/after.cpp after/after_text.cpp after/expected_loss.cpp after/flows.cpp after/swing.cpp after/turn.cpp
    classify/breadth.cpp classify/calendar.cpp classify/classify.cpp classify/facts.cpp
    classify/further_signals.cpp
    classify/host_kind.cpp classify/key_origins.cpp classify/listing.cpp classify/mark_rules.cpp
    classify/operator_conduct.cpp classify/operators.cpp classify/predicates.cpp classify/profile.cpp
    classify/reading.cpp classify/record_rules.cpp classify/rhythm.cpp classify/rule_list.cpp
    classify/rules.cpp classify/signed_rules.cpp classify/unsigned_rules.cpp classify/unsigned_sources.cpp
    senders/advice.cpp senders/belonging.cpp senders/mail_names.cpp senders/senders.cpp
  USES ledger services spf dmarc LIBS Threads::Threads PkgConfig::psl fmt::fmt)
hardfail_module(readiness
  SOURCES assess.cpp fix.cpp heard.cpp host_names.cpp live_spf.cpp organizations.cpp own_hosts.cpp publishers.cpp
    repair.cpp room.cpp service_records.cpp used_answers.cpp
  USES analysis LIBS fmt::fmt)
hardfail_module(render
  SOURCES cells.cpp change_json.cpp copied.cpp digest.cpp domain_list.cpp finding.cpp forgotten.cpp format.cpp forms.cpp grid.cpp
    history.cpp import_summary.cpp intake.cpp json.cpp listening.cpp mark_list.cpp master_file.cpp nagios.cpp
    news.cpp overview.cpp
    page/even_cap.cpp page/page.cpp page/page_name.cpp page/record_diff.cpp
    page/record_fields.cpp page/script_data.cpp page/sender_fields.cpp page/template.cpp
    page/volume_fields.cpp prometheus.cpp query_log_summary.cpp readiness.cpp
    readiness_background.cpp readiness_json.cpp readiness_text.cpp readiness_zone.cpp report_list.cpp
    source_text.cpp sources.cpp spf_audit.cpp
    spf_check.cpp spf_flatten.cpp spf_json.cpp table.cpp text.cpp
  USES analysis LIBS fmt::fmt nlohmann_json::nlohmann_json ${unistring})
set(page ${PROJECT_SOURCE_DIR}/src/render/page)
add_custom_command(
  OUTPUT ${PROJECT_BINARY_DIR}/page_assets.cpp
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${PROJECT_BINARY_DIR}/page_assets.cpp -D FOLDER=${page}
          -D CHART=${HARDFAIL_CHART_JS} -P ${page}/embed_page.cmake
  DEPENDS ${page}/page.html ${page}/index.html ${page}/table.html ${page}/todo.html ${page}/news.html
          ${page}/digest.html ${page}/page.css ${page}/page.js
          ${page}/chart_licence.js ${page}/embed_page.cmake ${HARDFAIL_CHART_JS}
  VERBATIM)
target_sources(hardfail_render PRIVATE ${PROJECT_BINARY_DIR}/page_assets.cpp)
target_include_directories(hardfail_render SYSTEM PRIVATE ${HARDFAIL_MUSTACHE})
# A chart library is longer than the literals that every compiler has to take.
set_source_files_properties(${PROJECT_BINARY_DIR}/page_assets.cpp PROPERTIES
  SKIP_UNITY_BUILD_INCLUSION ON COMPILE_OPTIONS -Wno-overlength-strings)
hardfail_module(notify SOURCES command.cpp mail.cpp notify.cpp webhook.cpp
  USES process transfer ingest LIBS fmt::fmt)
hardfail_module(cli
  SOURCES bundle.cpp environment.cpp foreign_link.cpp help.cpp messages.cpp output.cpp page_folder.cpp program.cpp status_line.cpp version.cpp
    assess/assess.cpp assess/basis.cpp assess/digests.cpp assess/dns_session.cpp assess/dns_wait.cpp assess/domain_meant.cpp
    assess/host_names.cpp assess/judge_all.cpp assess/kept_answers.cpp assess/replay.cpp assess/selection.cpp
    commands/command.cpp commands/commands.cpp commands/completion_command.cpp commands/digest_command.cpp commands/doctor_command.cpp commands/fetch_command.cpp
    commands/copy_command.cpp commands/domains_command.cpp commands/forget_command.cpp
    commands/history_command.cpp commands/import_command.cpp commands/listen_command.cpp commands/mark_command.cpp
    commands/readiness_command.cpp commands/reports_command.cpp commands/run_command.cpp
    commands/sources_command.cpp
    commands/spf_audit_command.cpp commands/spf_check_command.cpp
    completion/completion.cpp
    fetch/fetch_mail.cpp fetch/mail_input.cpp
    import/confinement.cpp import/file_disposal.cpp import/import_run.cpp import/interrupts.cpp import/move_into.cpp
    import/progress.cpp import/query_logs.cpp
    options/assess_options.cpp options/database.cpp options/global_options.cpp options/import_options.cpp
    options/options.cpp options/record_option.cpp
    run/digest_telling.cpp run/input_troubles.cpp run/lock.cpp run/mailbox_settings.cpp run/notify_settings.cpp run/outputs.cpp
    run/run_check.cpp run/section_reader.cpp run/settings.cpp run/tellers.cpp run/telling.cpp
  USES config asn sandbox fetch ingest querylog store readiness render notify LIBS Threads::Threads Boost::program_options fmt::fmt)
set(completion ${PROJECT_SOURCE_DIR}/src/cli/completion)
add_custom_command(
  OUTPUT ${PROJECT_BINARY_DIR}/completion_scripts.cpp
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${PROJECT_BINARY_DIR}/completion_scripts.cpp -D FOLDER=${completion}
          -P ${completion}/embed_scripts.cmake
  DEPENDS ${completion}/hardfail.bash ${completion}/hardfail.zsh ${completion}/hardfail.fish
          ${completion}/embed_scripts.cmake
  VERBATIM)
configure_file(src/cli/build_facts.cpp.in ${PROJECT_BINARY_DIR}/build_facts.cpp @ONLY)
target_sources(hardfail_cli PRIVATE
  ${PROJECT_BINARY_DIR}/completion_scripts.cpp ${PROJECT_BINARY_DIR}/build_facts.cpp)

add_executable(hardfail src/cli/main.cpp)
target_link_libraries(hardfail PRIVATE hardfail_options hardfail_cli)
