// PutAccountDetails: what the account is for, and whether it leaves the sandbox. DEVIATION: nobody reviews it: what is asked for is granted at once.

import type { PutAccountDetailsCommandInput, PutAccountDetailsCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeAccount } from "../../repo.ts";

export const putAccountDetails = defineOperation<Input<PutAccountDetailsCommandInput>, PutAccountDetailsCommandOutput>(
  "PutAccountDetails",
  (input, context) => {
    const {
      ContactLanguage: contactLanguage,
      UseCaseDescription: useCase,
      AdditionalContactEmailAddresses: more,
    } = input;
    context.store.write((tx) =>
      changeAccount(tx, context, {
        ...(input.ProductionAccessEnabled === undefined ? {} : { isInProduction: input.ProductionAccessEnabled }),
        details: {
          mailType: input.MailType,
          websiteUrl: input.WebsiteURL,
          ...(contactLanguage === undefined ? {} : { contactLanguage }),
          ...(useCase === undefined ? {} : { useCase }),
          ...(more === undefined ? {} : { contacts: more }),
        },
      }),
    );
    return {};
  },
);
