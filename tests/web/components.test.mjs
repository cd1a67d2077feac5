/** Every component and hook in one process: a page in Node takes longer to make than its tests take to run. Each file also runs alone. */
import { readdirSync } from "node:fs";

for (const folder of ["components", "use"]) {
  for (const file of readdirSync(new URL(folder, import.meta.url)).sort()) await import(`./${folder}/${file}`);
}
