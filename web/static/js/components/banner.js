/** How the line is. Says nothing while all is well; says for a moment when it is well again. */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../context.js";
import { refusalWords } from "../words.js";

const PATIENCE_MS = 1200; // most gaps are shorter; nobody needs to read about them
const RESTORED_MS = 4000;

export function Banner() {
  const { connection, notice, refused } = useSession();
  const [shown, setShown] = useState("");
  const wasAway = useRef(false);
  const line = connection.value;
  useEffect(() => {
    const wait = line === "live" && wasAway.current ? 0 : PATIENCE_MS;
    const timer = setTimeout(() => {
      setShown(line === "live" ? (wasAway.current ? "restored" : "") : line);
      wasAway.current = line !== "live";
    }, wait);
    return () => clearTimeout(timer);
  }, [line]);
  useEffect(() => {
    if (shown !== "restored") return undefined;
    const timer = setTimeout(() => setShown(""), RESTORED_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  const code = notice.value?.code;
  useEffect(() => {
    if (code !== "server.store_back") return undefined;
    const timer = setTimeout(() => { notice.value = undefined; }, RESTORED_MS);
    return () => clearTimeout(timer);
  }, [code]);

  return html`<div role="status" class="banner-slot">${words(shown, notice.value, refused.value)}</div>`;
}

function words(shown, notice, refused) {
  if (refused) {
    return html`<p class="banner" data-tone="bad">${refusalWords(refused)} ${refused.code !== "auth.replaced" && html`<span>Open your link again, or <a href="/">start from the first page</a>.</span>`}</p>`;
  }
  if (shown === "lost" && notice?.code === "server.draining") {
    return html`<p class="banner" data-tone="bad">The server is restarting. This page reconnects by itself in a moment.</p>`;
  }
  if (shown === "lost") {
    return html`<p class="banner" data-tone="bad">Connection lost. What you see may be old. Trying again…</p>`;
  }
  if (shown === "connecting") return html`<p class="banner">Connecting…</p>`;
  if (shown === "polling") return html`<p class="banner">There is no live connection right now. This page updates every two seconds instead.</p>`;
  if (shown === "restored") return html`<p class="banner" data-tone="good">Connected again. Everything is up to date.</p>`;
  if (notice?.code === "server.clock_moved") return html`<p class="banner">${notice.message}</p>`;
  if (notice?.code === "server.store_back") return html`<p class="banner" data-tone="good">${notice.message}</p>`;
  if (notice?.code === "server.store_away") return html`<p class="banner" data-tone="bad">${notice.message}</p>`;
  if (notice?.code === "server.log_cut") return html`<p class="banner" data-tone="bad">${notice.message}</p>`;
  return null;
}
