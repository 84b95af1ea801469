// GetIdentityDkimAttributes: whether mails of identities are signed, and with which keys.

import type {
  GetIdentityDkimAttributesCommandInput,
  GetIdentityDkimAttributesCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { describeDkim } from "../../identities/identity.ts";
import { identities } from "../../repo.ts";
import { byName, wordOf } from "../shapes.ts";

export const getIdentityDkimAttributes = defineOperation<
  Input<GetIdentityDkimAttributesCommandInput>,
  GetIdentityDkimAttributesCommandOutput
>("GetIdentityDkimAttributes", (input, context) =>
  context.store.read((tx) => ({
    DkimAttributes: byName(
      input.Identities,
      (name) => identities.load(tx, context, name),
      (identity) => {
        const { SigningEnabled: isSigned = false, Status, Tokens: tokens } = describeDkim(identity);
        return {
          DkimEnabled: isSigned,
          DkimVerificationStatus: wordOf(Status === "SUCCESS" ? "SUCCESS" : "NOT_STARTED"),
          ...(tokens === undefined ? {} : { DkimTokens: tokens }),
        };
      },
    ),
  })),
);
