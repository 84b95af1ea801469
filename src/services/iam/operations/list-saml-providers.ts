// ListSAMLProviders: whose responses the account's roles may trust.

import type { ListSAMLProvidersCommandOutput } from "@aws-sdk/client-iam";
import { arnOf } from "../../../iam/directory/names.ts";
import { listNamed } from "../../../iam/directory/repo.ts";
import { defineOperation } from "../../../service/service.ts";

export const listSamlProviders = defineOperation<object, ListSAMLProvidersCommandOutput>(
  "ListSAMLProviders",
  (_input, { store, account }) => {
    const providers = store.read((tx) => [...listNamed(tx, account, "saml-provider")]);
    return {
      SAMLProviderList: providers.map((each) => ({
        Arn: arnOf(account, "saml-provider", each),
        ValidUntil: new Date(each.validUntilMs),
        CreateDate: new Date(each.createdAtMs),
      })),
    };
  },
);
