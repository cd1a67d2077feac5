/** A long list, shown in parts: [what is shown, how many the next part would add, show it]. */
import { useState } from "preact/hooks";

export function useInParts(items, size) {
  const [most, setMost] = useState(size);
  return [items.slice(0, most), Math.min(size, Math.max(0, items.length - most)), () => setMost(most + size)];
}
