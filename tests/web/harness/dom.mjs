/** A browser's page in Node: its globals, and the import map. What web/static/js holds is loaded with `load`, after this. */
import { webcrypto } from "node:crypto";
import * as hooks from "node:module";
import { resolve } from "./resolve.mjs";
import { frame } from "./time.mjs";

if (hooks.registerHooks) hooks.registerHooks({ resolve });
else hooks.register("./resolve.mjs", import.meta.url); // Node before 22.15
process.env.TZ = "UTC";

const { Window } = await import("happy-dom");
const window = new Window({ url: "https://evening.example.org/s/s1", width: 360, height: 640 });
export const { document, sessionStorage, localStorage } = window;

const shared = ["document", "location", "navigator", "sessionStorage", "localStorage", "Event", "KeyboardEvent", "Element", "HTMLElement", "Node"];
for (const name of shared) Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = window[name].bind(window);
globalThis.crypto ??= webcrypto; // Node 18
window.requestAnimationFrame = frame;

const watchers = new Set();
globalThis.IntersectionObserver = class {
  targets = new Set();
  constructor(told) { this.told = told; watchers.add(this); }
  observe(target) { this.targets.add(target); }
  disconnect() { watchers.delete(this); }
};

/** There is no layout here: what comes into sight, and leaves it, is what a test says. */
export function sight(target, isIntersecting) {
  for (const { targets, told } of watchers) if (targets.has(target)) told([{ target, isIntersecting }]);
}

const { options } = await import("preact");
options.debounceRendering = frame;
options.requestAnimationFrame = frame;

/** A module of web/static/js. */
export const load = (path) => import(new URL(`../../../web/static/js/${path}`, import.meta.url).href);
