/** Links that came from people. Only https, or a path on this site, ever becomes a link. Pure. */
export function safeUrl(url) {
  if (typeof url !== "string") return undefined;
  if (/^https:\/\/[^\s\\]+$/i.test(url)) return url;
  if (/^\/(?![/\\])[^\s\\]*$/.test(url)) return url;
  return undefined;
}

/** An address as people type it: "meet.example.org/a" means https. */
export function typedUrl(text) {
  const url = text.trim();
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(url) ? `https://${url}` : url;
}
