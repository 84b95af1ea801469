// ImportCertificate: a customer's own certificate, new or in the place of an earlier import.

import type { ImportCertificateCommandInput, ImportCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { certificateArn, requireCertificate } from "../certificates.ts";
import { invalidParameter } from "../errors.ts";
import { parseImport } from "../imports.ts";
import { kept } from "../issuing.ts";
import type { CertificateRecord } from "../records.ts";
import { saveCertificate } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const importCertificate = defineOperation<Input<ImportCertificateCommandInput>, ImportCertificateCommandOutput>(
  "ImportCertificate",
  async (input, context) => {
    const { CertificateArn: arn, Tags: tags } = input;
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
    const chain = input.CertificateChain;
    const before = arn === undefined ? undefined : context.store.read((tx) => requireCertificate(tx, context, arn));
    if (before?.isImported === false)
      throw invalidParameter(`The certificate ${arn} was not imported: it cannot be reimported.`);
    // AWS: ImportCertificate: "You cannot apply tags when reimporting a certificate".
    if (before !== undefined && tags !== undefined) throw invalidParameter("Tagging is not permitted on re-import.");
    const imported = parseImport({
      certificate: text(input.Certificate),
      privateKey: text(input.PrivateKey),
      chain: chain === undefined ? undefined : text(chain),
    });
    const id = before?.id ?? context.random.uuid();
    const issued = await kept(context, context, id, imported);
    const nowMs = context.clock.nowMs();
    const record: CertificateRecord = {
      v: 1,
      id,
      isImported: true,
      names: imported.names,
      keyAlgorithm: imported.keyAlgorithm,
      status: "ISSUED",
      domains: [],
      createdAtMs: before?.createdAtMs ?? nowMs,
      importedAtMs: nowMs,
      isTransparent: false,
      isExportable: false,
      tags: before?.tags ?? parseTags(tags ?? []),
      issued,
    };
    context.store.write((tx) => saveCertificate(tx, context, record));
    return { CertificateArn: certificateArn(context, id) };
  },
);
