// DeleteOpenIDConnectProvider: its tokens open no role any more. Roles that name it stay.

import type {
  DeleteOpenIDConnectProviderCommandInput,
  DeleteOpenIDConnectProviderCommandOutput,
} from "@aws-sdk/client-iam";
import { changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireProvider } from "../oidc-providers.ts";

export const deleteOpenIdConnectProvider = defineOperation<
  Input<DeleteOpenIDConnectProviderCommandInput>,
  DeleteOpenIDConnectProviderCommandOutput
>("DeleteOpenIDConnectProvider", (input, { store, account }) => {
  changeIam<void>(store, (tx) => {
    const { name } = requireProvider(tx, account, input.OpenIDConnectProviderArn);
    removeNamed(tx, account, "oidc-provider", name);
  });
  return {};
});
