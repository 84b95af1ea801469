// The store of a yard that ends with its process: an overlay over nothing.

export { createMemoryStore } from "./overlay.ts";
