// Types of generate-system.mjs, for tests.

/** Writes a system of so many units and resources into a folder, and gives the files that a change of one unit would touch. */
export function generateSystem(
  folder: string,
  size: { readonly units: number; readonly resources: number },
): { readonly lastUnit: string; readonly handler: string; readonly template: string };
