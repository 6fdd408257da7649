// Holds the migrations, and the settings and statements that a cluster needs, against a current
// ClickHouse, which npm ships as a library without a server (some 540 MB, so not in CI):
//   npm install --prefix FOLDER chdb && NODE_PATH=FOLDER/node_modules node tests/clickhouse/modern.js
const fs = require('fs'), os = require('os'), path = require('path');
const { Session } = require('chdb');

const top = path.join(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hardfail-modern-'));
const session = new Session(folder);
let failed = 0;

function ask(statement) {
  try {
    return session.query(statement, 'TSV').trim();
  } catch (error) {
    ++failed;
    console.log(`${statement}\n${error.message}`);
    return '';
  }
}

function expect(what, got, wanted) {
  if (got === wanted) return;
  ++failed;
  console.log(`${what}: ${got} instead of ${wanted}`);
}

function statements() {
  const migrations = path.join(top, 'schema/clickhouse');
  return fs.readdirSync(migrations).sort().flatMap(
    name => fs.readFileSync(path.join(migrations, name), 'utf8').split('\n;\n'));
}

const version = ask('SELECT version()');
ask('CREATE DATABASE hardfail');
ask('USE hardfail');
for (const time of ['first', 'second']) {
  for (const statement of statements()) ask(statement);
}
const parts = statements().map(text => text.match(/CREATE TABLE IF NOT EXISTS (\w+) \(/));
for (const [, table] of parts) ask(`SELECT * FROM ${table} FINAL`);

// Of equal keys the last row counts, of reports the one with the highest life.
for (const note of ['one', 'another']) {
  ask(`INSERT INTO mark (domain, source, note) VALUES ('example.com', '192.0.2.1', '${note}')`);
}
expect('a mark', ask('SELECT note FROM mark FINAL WHERE gone = 0'), 'another');
for (const life of [1, 0]) {
  ask(`INSERT INTO report (policy, report, life) VALUES (7, unhex('41414141414141414141414141414141'), ${life})`);
}
expect('a report', ask('SELECT life FROM report FINAL'), '1');
const keys = "SELECT toFixedString(substring(unhex('41414141414141414141414141414141'), 16 * number + 1, 16), 16) " +
  'FROM system.numbers LIMIT 1';
for (const kind of ['IN', 'GLOBAL IN']) {
  expect(kind, ask(`SELECT count() FROM report FINAL WHERE report ${kind} (${keys})`), '1');
}
ask("ALTER TABLE report DELETE WHERE policy IN (7) AND report IN (unhex('41414141414141414141414141414141')) SETTINGS mutations_sync = 1");
expect('a deletion', ask('SELECT count() FROM report'), '0');

// What the program says to every server of a cluster.
const client = fs.readFileSync(path.join(top, 'src/store/clickhouse/client.cpp'), 'utf8');
for (const [, name, value] of client.matchAll(/&(\w+)=(\d+|in_order)/g)) {
  expect(`the setting ${name}`, ask(`SELECT count() FROM system.settings WHERE name = '${name}' OR alias_for = '${name}'`) > '0', true);
  ask(`SET ${name} = '${value}'`);
}
ask("EXPLAIN AST CREATE TABLE IF NOT EXISTS heard_local ON CLUSTER 'east' (domain String, queries UInt64) ENGINE = " +
  "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/dmarc/heard_local', '{replica}', queries) ORDER BY domain");
ask("EXPLAIN AST CREATE TABLE IF NOT EXISTS heard ON CLUSTER 'east' AS dmarc.heard_local ENGINE = " +
  "Distributed('east', 'dmarc', 'heard_local', cityHash64(domain) % 3)");
ask("EXPLAIN AST ALTER TABLE heard_local ON CLUSTER 'east' DELETE WHERE domain = 'a'");

console.log(failed ? `${failed} failed on ${version}` : `all as on 18.16, on ${version}`);
fs.rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
