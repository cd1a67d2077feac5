/** How `node:module` hooks find what Node does not: the import map's names in web/, and the packages of tests/node. */
import { readFileSync } from "node:fs";

const WEB = new URL("../../../web/", import.meta.url);
const PACKAGES = new URL("../../node/package.json", import.meta.url).href;
const { imports } = JSON.parse(readFileSync(new URL("templates/importmap.json", WEB), "utf8"));

export function resolve(specifier, context, next) {
  const served = imports[specifier];
  if (served) return { url: new URL(`.${served}`, WEB).href, format: "module", shortCircuit: true };
  return next(specifier, specifier === "happy-dom" ? { ...context, parentURL: PACKAGES } : context);
}
