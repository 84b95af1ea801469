// Addresses of yards on one machine: they differ in their ports only.

/**
 * Text in which every address of the yard at `from` has become one of the yard at `to`, whatever name of this machine it
 * uses: "http://127.0.0.1:4566/a", "api1.execute-api.localhost:4566".
 */
export function moveAddresses(text: string, from: string, to: string): string {
  const { hostname, port } = new URL(from);
  if (port === "" || !text.includes(`:${port}`)) return text;
  const names = ["localhost", "127\\.0\\.0\\.1", "\\[::1\\]", hostname.replaceAll(".", "\\.")];
  return text.replace(new RegExp(`(${names.join("|")}):${port}(?!\\d)`, "g"), `$1:${new URL(to).port}`);
}
