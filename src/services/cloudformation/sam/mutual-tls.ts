// MutualTlsAuthentication of an API's domain: where the certificates lie that callers' ones are checked by.

import { isRecord } from "../template/values.ts";
import { pick, SamError } from "./draft.ts";
import type { Values } from "./draft.ts";

const KNOWN = ["TruststoreUri", "TruststoreVersion"];
const SHOWN = "['TruststoreUri', 'TruststoreVersion']";

/** The settings; AWS: HTTP and REST APIs word what is wrong differently. */
export function mutualTls(domain: Values, kind: "http" | "rest"): Values | undefined {
  const { MutualTlsAuthentication: given } = domain;
  if (!given) return undefined;
  if (!isRecord(given))
    throw new SamError(
      kind === "http"
        ? `MutualTlsAuthentication must be a map with at least one of the following fields ${SHOWN}.`
        : "Property 'Domain.MutualTlsAuthentication' should be a map.",
      domain,
      "MutualTlsAuthentication",
    );
  const names = Object.keys(given);
  if (names.length === 0) return undefined;
  const unknown = names.filter((name) => !KNOWN.includes(name)).sort();
  if (unknown.length > 0)
    throw kind === "http"
      ? new SamError(`Available MutualTlsAuthentication fields are ${SHOWN}.`, given, unknown[0], unknown.join(","))
      : new SamError(`Available Domain.MutualTlsAuthentication fields are ${SHOWN}.`, given, unknown[0]);
  return Object.fromEntries(Object.entries(pick(given, KNOWN)).filter(([, value]) => Boolean(value)));
}
