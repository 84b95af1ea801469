// GetParametersForImport: a public key to wrap material under, and a token for its import, good for a day.

import type { GetParametersForImportCommandInput, GetParametersForImportCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { makeWrappingKey } from "../crypto/wrapping.ts";
import { unsupported } from "../errors.ts";
import { sealToken } from "../import-tokens.ts";
import { requireExternal } from "../imports.ts";
import { requireKey } from "../keys.ts";

const DAY_MS = 86_400_000;

export const getParametersForImport = defineOperation<
  Input<GetParametersForImportCommandInput>,
  GetParametersForImportCommandOutput
>("GetParametersForImport", async ({ KeyId, WrappingAlgorithm, WrappingKeySpec }, context) => {
  const key = requireKey(context, KeyId, "GetParametersForImport", { isById: true });
  requireExternal(key);
  // AWS: RSAES_PKCS1_V1_5 is not supported since October 2023, and SM2 only in the Regions of China.
  if (WrappingAlgorithm === "RSAES_PKCS1_V1_5" || WrappingAlgorithm === "SM2PKE" || WrappingKeySpec === "SM2")
    throw unsupported(
      `The wrapping algorithm ${WrappingAlgorithm} with the key spec ${WrappingKeySpec} is not supported.`,
    );
  const { publicKey, privateKey } = await makeWrappingKey(Number(WrappingKeySpec.slice("RSA_".length)));
  const expiresAtMs = context.clock.nowMs() + DAY_MS;
  return {
    KeyId: key.arn,
    ImportToken: sealToken(context, {
      arn: key.arn,
      algorithm: WrappingAlgorithm,
      expiresAtMs,
      privateKey: Buffer.from(privateKey).toString("base64"),
    }),
    PublicKey: publicKey,
    ParametersValidTo: new Date(expiresAtMs),
  };
});
