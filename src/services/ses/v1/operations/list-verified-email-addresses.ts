// ListVerifiedEmailAddresses: all addresses that are verified.

import type { ListVerifiedEmailAddressesCommandOutput } from "@aws-sdk/client-ses";
import { defineOperation } from "../../../../service/service.ts";
import { identities } from "../../repo.ts";
import { isVerified } from "../../sending/sender.ts";

export const listVerifiedEmailAddresses = defineOperation<unknown, ListVerifiedEmailAddressesCommandOutput>(
  "ListVerifiedEmailAddresses",
  (_input, context) => {
    const all = context.store.read((tx) => [...identities.list(tx, context)]);
    return {
      VerifiedEmailAddresses: all
        .filter((one) => one.type === "EMAIL_ADDRESS" && isVerified(one))
        .map(({ name }) => name),
    };
  },
);
