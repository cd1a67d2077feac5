/** What the page knows, and how the wire changes it. Pure: nothing here keeps or mutates anything. */

export const EMPTY = Object.freeze({ epoch: undefined, version: -1, meVersion: -1, view: {}, me: {} });

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** RFC 7396. Returns a new value; what the patch does not touch keeps its identity. */
export function applyPatch(target, patch) {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applyPatch(result.get(key), value));
  }
  return Object.fromEntries(result); // not {...}: a key "__proto__" stays an ordinary key
}

/** A message from the server, folded in. What is older than what we hold changes nothing. */
export function receive(state, event, payload) {
  switch (event) {
    case "snapshot":
      return snapshot(state, payload);
    case "delta":
      if (payload.version <= state.version) return state;
      return { ...state, version: payload.version, view: applyPatch(state.view, payload.patch) };
    case "me":
      if (payload.version < state.meVersion) return state; // an equal one is merged again: that changes nothing
      return { ...state, meVersion: payload.version, me: payload.me ?? applyPatch(state.me, payload.patch) };
    default:
      return state; // presence, head and notice are not part of the view
  }
}

/** Replaces everything, except when it comes late (a slow poll) within the same epoch. */
function snapshot(state, { epoch, version, view, me }) {
  if (epoch === state.epoch && version < state.version) return state;
  return { epoch, version, meVersion: version, view, me };
}
