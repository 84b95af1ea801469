// GetIdentityMailFromDomainAttributes: the domains of identities' envelopes.

import type {
  GetIdentityMailFromDomainAttributesCommandInput,
  GetIdentityMailFromDomainAttributesCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";
import { byName } from "../shapes.ts";

export const getIdentityMailFromDomainAttributes = defineOperation<
  Input<GetIdentityMailFromDomainAttributesCommandInput>,
  GetIdentityMailFromDomainAttributesCommandOutput
>("GetIdentityMailFromDomainAttributes", (input, context) =>
  context.store.read((tx) => ({
    MailFromDomainAttributes: byName(
      input.Identities,
      (name) => identities.load(tx, context, name),
      ({ mailFrom }) => ({
        MailFromDomain: mailFrom?.domain ?? "",
        MailFromDomainStatus: mailFrom === undefined ? ("Pending" as const) : ("Success" as const),
        BehaviorOnMXFailure:
          mailFrom?.onMxFailure === "REJECT_MESSAGE" ? ("RejectMessage" as const) : ("UseDefaultValue" as const),
      }),
    ),
  })),
);
