/**
 * The only connection of a page. Signals tell what is known (`view`, `me`, `presence`) and how the line is
 * (`connection`: connecting | live | polling | lost). `send` always resolves, with {ok: true, …} or {ok: false, code}.
 */
import { batch, computed, signal } from "@preact/signals";
import { io } from "socket.io-client";
import { learn, NO_CLOCK, serverTime } from "./clock.js";
import { Outbox } from "./outbox.js";
import { Polling } from "./polling.js";
import { EMPTY, receive } from "./store.js";

const FAILED_CONNECTS = 2; // then websockets count as blocked, and the page polls
const RETRY_MAX_MS = 5000;
const RETRY_MAX_POLLING_MS = 30_000; // while polling works there is no hurry
const ANSWER_MS = 10_000; // no answer on an open line: the line is not what it seems
const GIVE_UP_MS = 45_000; // a command older than this is not sent again
const SILENCE_MS = 35_000; // the server tells its time every 10 s

/** Not randomUUID: that is missing where the page is not served over https. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function createSession(bootstrap) {
  const { session_id, ticket } = bootstrap;
  const state = signal(receive(EMPTY, "snapshot", bootstrap));
  const clock = signal(learn(NO_CLOCK, bootstrap.now, Date.now()));
  const connection = signal("connecting");
  const presence = signal({});
  const notice = signal(undefined);
  const refused = signal(undefined); // {code, message}: the server does not want this ticket any more
  const outbox = new Outbox(newId);
  let failures = 0;
  let wasLive = false;
  let heardAt = Date.now();

  const socket = io({
    transports: ["websocket"],
    auth: (give) => give({ session: session_id, ticket, epoch: state.value.epoch, version: state.value.version }),
    reconnectionDelay: 500,
    reconnectionDelayMax: RETRY_MAX_MS,
    timeout: 4000,
  });
  const polling = new Polling({ session_id, ticket, outbox, onSnapshot: hear("snapshot"), onState: polled, onRefused: refuse });

  /** One handler per event: the clock, then the store. */
  function hear(event) {
    return (payload) => batch(() => {
      heardAt = Date.now();
      if (payload.now !== undefined) clock.value = learn(clock.value, payload.now, heardAt);
      state.value = receive(state.value, event, payload);
    });
  }

  for (const event of ["snapshot", "delta", "me", "head"]) socket.on(event, hear(event));
  socket.on("presence", (payload) => { presence.value = payload; });
  socket.on("notice", (payload) => {
    notice.value = payload;
    if (payload.code === "server.draining") reconnectIn(payload.retry_in ?? 1000);
    if (payload.code.startsWith("auth.") || payload.code === "session.unknown") refuse(payload); // let go for good
  });

  socket.on("connect", () => {
    failures = 0;
    wasLive = true;
    heardAt = Date.now();
    polling.stop();
    socket.io.reconnectionDelayMax(RETRY_MAX_MS);
    batch(() => { connection.value = "live"; notice.value = undefined; });
    outbox.resend(post);
  });
  socket.on("disconnect", (reason) => {
    if (refused.value) return;
    connection.value = "lost";
    if (reason === "io server disconnect") reconnectIn(1000 + Math.random() * 2000); // the client would stay away
  });
  socket.on("connect_error", (error) => {
    const code = error.data?.code;
    if (code && !code.startsWith("server.")) return refuse(error.data);
    if (!socket.active) return reconnectIn(RETRY_MAX_MS); // temporary, but the client would stay away
    failures += 1;
    if (failures < FAILED_CONNECTS) return;
    presence.value = {};
    polling.start();
  });

  function polled(works) {
    if (socket.connected || refused.value) return;
    const back = works && connection.value !== "polling";
    connection.value = works ? "polling" : "lost";
    socket.io.reconnectionDelayMax(works && !wasLive ? RETRY_MAX_POLLING_MS : RETRY_MAX_MS);
    if (back && wasLive) reconnect(); // the server is there again, and websockets are not blocked here
  }

  /** Refused for good. Nothing is tried again; the page says so. */
  function refuse(refusal) {
    polling.stop();
    socket.disconnect();
    batch(() => { refused.value = refusal; connection.value = "lost"; });
    outbox.refuseAll({ ok: false, ...refusal });
  }

  let retry;
  function reconnectIn(ms) {
    clearTimeout(retry);
    socket.io.reconnection(false);
    retry = setTimeout(reconnect, ms);
  }
  function reconnect() {
    if (refused.value) return;
    clearTimeout(retry);
    socket.io.reconnection(true);
    socket.disconnect().connect();
  }

  function post(command) {
    if (!socket.connected) return polling.running ? polling.post(command) : undefined; // sent when the line is back
    socket.emit(command.name, command.data, (answer) => outbox.settle(command.command_id, answer));
    setTimeout(() => { if (outbox.has(command.command_id) && socket.connected) reconnect(); }, ANSWER_MS);
  }

  function send(name, data = {}) {
    if (refused.value) return Promise.resolve({ ok: false, ...refused.value });
    const { command, answer } = outbox.put(name, data, Date.now());
    post(command);
    return answer;
  }

  setInterval(() => {
    outbox.expire(Date.now() - GIVE_UP_MS);
    if (socket.connected && Date.now() - heardAt > SILENCE_MS) reconnect();
  }, 5000);
  const wake = () => { if (!socket.connected && document.visibilityState === "visible") reconnect(); };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);

  return {
    id: session_id,
    ticket,
    view: computed(() => state.value.view),
    me: computed(() => state.value.me),
    version: computed(() => state.value.version), // of what `view` shows
    connection,
    presence,
    notice,
    refused,
    send,
    now: () => serverTime(clock.value, Date.now()),
  };
}
