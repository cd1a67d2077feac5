// node server.js PORT FILE - the peer that bench/run.py compares with: the same two jobs, as plainly as Socket.IO and Node do them.
//
// Votes are acknowledged once they are in a SQLite file (WAL, synchronous=FULL), one transaction for each turn of the event loop.
// What changed goes to everybody at most every 50 ms, the first change at once. It speaks the names and shapes of
// docs/protocol.md, so the same client drives both; it knows no tickets, sessions, rooms, rights, ranks, repeats or resumes.
import { createServer } from "node:http";
import Database from "better-sqlite3";
import { Server } from "socket.io";

const TICK = 50;
const [port, file] = [Number(process.argv[2]), process.argv[3]];

const db = new Database(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec("CREATE TABLE IF NOT EXISTS events (version INTEGER, body TEXT)");
const insert = db.prepare("INSERT INTO events VALUES (?, ?)");
const store = db.transaction((batch) => {
  for (const { event } of batch) insert.run(version + 1, JSON.stringify(event));
});

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });
const voters = new Map(); // question id: Set of socket ids
let version = 0;
let waiting = [];
let changed = new Set();
let resting = false;

function append(event, answer) {
  if (waiting.push({ event, answer }) === 1) setImmediate(commit);
}

function commit() {
  const batch = waiting;
  waiting = [];
  store(batch);
  version += 1;
  for (const { event, answer } of batch) {
    apply(event);
    answer({ ok: true, version });
  }
  if (!resting) tell();
}

function apply({ type, question_id, voter_id }) {
  let ids = voters.get(question_id);
  if (!ids) voters.set(question_id, (ids = new Set()));
  if (type === "qa_queue.vote_cast") ids.add(voter_id);
  else ids.delete(voter_id);
  changed.add(question_id);
}

function tell() {
  resting = changed.size > 0;
  if (!resting) return;
  const questions = {};
  for (const id of changed) questions[id] = { score: voters.get(id).size, support: voters.get(id).size };
  changed = new Set();
  io.emit("delta", { version, patch: { questions } });
  setTimeout(tell, TICK);
}

function good(data) {
  return typeof data?.question_id === "string" && data.question_id.length <= 100 && typeof data.command_id === "string";
}

io.on("connection", (socket) => {
  for (const [command, type] of [["qa_queue.cast_vote", "qa_queue.vote_cast"], ["qa_queue.withdraw_vote", "qa_queue.vote_withdrawn"]])
    socket.on(command, (data, answer) => {
      if (typeof answer !== "function") return;
      if (!good(data)) return answer({ ok: false, code: "invalid_command", message: "Not a vote." });
      append({ type, at: Date.now(), question_id: data.question_id, voter_id: socket.id, command_id: data.command_id }, answer);
    });
});

http.listen(port, "127.0.0.1", 4096, () => console.log(`peer serves on http://127.0.0.1:${http.address().port}`));
