/** Links that came from people. Only https, or a path on this site, ever becomes a link. Pure. */
export function safeUrl(url) {
  if (typeof url !== "string") return undefined;
  if (/^https:\/\/[^\s\\]+$/i.test(url)) return url;
  if (/^\/(?![/\\])[^\s\\]*$/.test(url)) return url;
  return undefined;
}
