/** Instants and <input type="datetime-local">, in this browser's zone. */

/** UTC ms as the field wants it, to the second; empty for none. */
export function toLocalInput(at) {
  if (!at) return "";
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** What was typed as UTC ms; undefined for nothing. */
export const fromLocalInput = (text) => (text ? new Date(text).getTime() : undefined);
