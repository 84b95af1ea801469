// DeleteCorsConfiguration: the API answers no preflight any more.

import type {
  DeleteCorsConfigurationCommandInput,
  DeleteCorsConfigurationCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../apis.ts";
import { saveApi } from "../repo.ts";

export const deleteCorsConfiguration = defineOperation<
  Input<DeleteCorsConfigurationCommandInput>,
  DeleteCorsConfigurationCommandOutput
>("DeleteCorsConfiguration", ({ ApiId }, context) =>
  context.store.write((tx) => {
    const { cors: _cors, ...api } = requireApi(tx, context, ApiId);
    saveApi(tx, context, api);
    return {};
  }),
);
