// What proxies tell those behind them of how a client came. Pure.

/** The client's scheme and the port of the address that it asked for, as X-Forwarded-Proto and X-Forwarded-Port have them. */
export function forwardingOf({ origin }: { readonly origin: string }): {
  readonly proto: "http" | "https";
  readonly port: string;
} {
  const proto = origin.startsWith("https:") ? "https" : "http";
  const [, port = proto === "https" ? "443" : "80"] = /:(\d+)$/.exec(origin) ?? [];
  return { proto, port };
}
