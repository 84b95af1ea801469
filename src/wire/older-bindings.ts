// HTTP bindings that AWS's models had before and that clients in use still send: AWS keeps answering them.

import type { ServiceId } from "../model/model.ts";

export interface OlderBinding {
  readonly operation: string;
  readonly method: string;
  readonly uri: string;
}

/**
 * By service. The members that are in the body today were query parameters of the same names.
 * AWS: botocore 1.43's model of sesv2, from before the lists could be filtered.
 */
export const OLDER_BINDINGS: Readonly<Record<ServiceId, readonly OlderBinding[]>> = {
  sesv2: [
    { operation: "ListConfigurationSets", method: "GET", uri: "/v2/email/configuration-sets" },
    { operation: "ListEmailIdentities", method: "GET", uri: "/v2/email/identities" },
  ],
};
