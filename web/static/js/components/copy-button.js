/** Copies a text and says so. Where the clipboard is closed, it selects the text beside it. */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";

export function CopyButton({ text, label, from }) {
  const [said, setSaid] = useState("");
  const timer = useRef();
  useEffect(() => () => clearTimeout(timer.current), []);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      from?.current?.select();
      setSaid("Press Ctrl+C");
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(""), 3000);
  }
  return html`<button type="button" class="button button--quiet copy" onClick=${copy} aria-label=${`Copy ${label}`}>
    <span aria-live="polite">${said || "Copy"}</span>
  </button>`;
}
