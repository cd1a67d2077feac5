// Node's socket.io-client for a test: a line of JSON in is a wish, a line of JSON out is what happened.
// {connect: {url, auth}} · {send: [name, data]} · {drop: true} loses the network · {leave: true}
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const told = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const held = {};
let socket;

function connect({ url, auth }) {
  socket = io(url, { transports: ["websocket"], reconnectionDelay: 50, reconnectionDelayMax: 100, auth: (give) => give({ ...auth, ...held }) });
  socket.on("connect", () => told({ event: "connect" }));
  socket.on("disconnect", (reason) => told({ event: "disconnect", reason }));
  socket.on("connect_error", (error) => told({ event: "connect_error", message: error.message, data: error.data }));
  socket.onAny((event, payload) => {
    if (event === "snapshot") Object.assign(held, { epoch: payload.epoch, version: payload.version });
    if (event === "delta") held.version = payload.version;
    told({ event, payload });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const wish = JSON.parse(line);
  if (wish.connect) connect(wish.connect);
  if (wish.send) socket.emit(...wish.send, (answer) => told({ event: "answer", payload: answer }));
  if (wish.drop) socket.io.engine.transport.ws.terminate?.();
  if (wish.leave) { socket.disconnect(); break; }
}
