/** Calls that a conferencing tool makes: what it is called, and what is wrong with it. Pure. */
import { roomsOf } from "./look.js";

const TOOLS = { bigbluebutton: "BigBlueButton" };
const WHY = {
  "calls.unreachable": (tool) => `${tool} does not answer`,
  "calls.busy": (tool) => `${tool} is busy`,
  "calls.refused": (tool) => `${tool} refused`,
};

/** The tool that makes the calls of a session; undefined where people paste links. */
export const toolOf = (session) => TOOLS[session.calls];

/** A link as somebody pasted it, to be changed. An address of this site was made for a call: nobody pasted it. */
export const pastedUrl = (url = "") => (url.startsWith("/") ? "" : url);

/** What the host has to do about calls that cannot be opened: [{key, text, at}]. A call that has a pasted link by now is well. */
export function callTroubles({ session, rooms = {} }) {
  const tool = toolOf(session);
  const why = (code) => (WHY[code] ?? WHY["calls.refused"])(tool);
  const troubles = session.call_troubles ?? {};
  const made = (url) => Boolean(url) && !pastedUrl(url);
  const needs = [];
  if (troubles.plenary && made(session.plenary_call_url)) {
    needs.push({ key: "call", text: `The call for everybody cannot be opened: ${why(troubles.plenary)}. Try it, or paste another link.`, at: "details" });
  }
  for (const room of roomsOf({ session, rooms }).filter(({ id, call_url }) => troubles[id] && made(call_url))) {
    needs.push({
      key: `call:${room.id}`, at: `room-${room.id}`,
      text: `The call of room ${room.letter ?? room.theme} cannot be opened: ${why(troubles[room.id])}. Try it, or paste another link.`,
    });
  }
  if (troubles.recordings) {
    const then = troubles.recordings === "calls.refused" ? "Ask who runs this server, or link the recordings yourself." : "It is asked again by itself.";
    needs.push({ key: "call:recordings", text: `No news of the recordings: ${why(troubles.recordings)}. ${then}`, at: "recordings" });
  }
  return needs;
}
