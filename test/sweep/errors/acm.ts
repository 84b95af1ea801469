// How each documented error of ACM is provoked.

import { createAuthority, newKeyPair } from "../../../src/service/certificates/authority.ts";
import { secureRandom } from "../../../src/kernel/random.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  /** Waits for a mail to be answered. */
  readonly pendingArn: string;
  /** Was imported. */
  readonly importedArn: string;
  /** Members of an import. */
  readonly material: { readonly Certificate: Buffer; readonly PrivateKey: Buffer; readonly CertificateChain: Buffer };
}

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), "stackyard-sweep-"));
  const authority = createAuthority(folder, secureRandom());
  const { publicKey, privateKey } = await newKeyPair("EC_prime256v1");
  const nowMs = Date.now();
  const validity = { notBeforeMs: nowMs - 1_000, notAfterMs: nowMs + 86_400_000 };
  const certificate = await authority.issue({ names: ["sweep.test", "*.sweep.test"], publicKey, ...validity });
  const material = {
    Certificate: Buffer.from(certificate),
    PrivateKey: Buffer.from(privateKey),
    CertificateChain: Buffer.from(await authority.certificate()),
  };
  rmSync(folder, { recursive: true });
  const pending = await aws.acm.requestCertificate({ DomainName: `${name()}.test` });
  const imported = await aws.acm.importCertificate(material);
  return { pendingArn: pending.CertificateArn ?? "", importedArn: imported.CertificateArn ?? "", material };
}

const many = (length: number): object[] => Array.from({ length }, (_, index) => ({ Key: `key-${index}` }));

const ON_CERTIFICATE = {
  InvalidArnException: ({ pendingArn }, ask) => ask({ CertificateArn: pendingArn.replace(":certificate/", ":key/") }),
  ResourceNotFoundException: ({ pendingArn }, ask) => ask({ CertificateArn: `${pendingArn.slice(0, -4)}0000` }),
} satisfies ErrorTable<Made>["everywhere"];

const ALL_AT_ONCE = unprovokable("Changes are made one after the other and at once; none meets another half-way.");

/** The errors sweep of ACM. */
export const acm = sweepOf<Made>({
  service: "acm",
  prepare,
  inputs: {
    AddTagsToCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn, Tags: [{ Key: "key" }] }),
    DeleteCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn }),
    DescribeCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn }),
    ExportCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn, Passphrase: Buffer.from("passphrase") }),
    GetCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn }),
    ImportCertificate: ({ material }) => material,
    ListCertificates: () => ({}),
    ListTagsForCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn }),
    RemoveTagsFromCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn, Tags: [{ Key: "key" }] }),
    RenewCertificate: ({ pendingArn }) => ({ CertificateArn: pendingArn }),
    RequestCertificate: ({ name }) => ({ DomainName: `${name()}.test` }),
    ResendValidationEmail: ({ pendingArn }) => ({
      CertificateArn: pendingArn,
      Domain: "sweep.test",
      ValidationDomain: "sweep.test",
    }),
    UpdateCertificateOptions: ({ pendingArn }) => ({ CertificateArn: pendingArn, Options: {} }),
  },
  everywhere: {
    ...ON_CERTIFICATE,
    AccessDeniedException: async ({ user }, ask) => ask({}, await user()),
    ConflictException: ALL_AT_ONCE,
    InvalidParameterException: unprovokable(
      "What the operation is given beside an ARN is checked as tags are, with an error of their own.",
    ),
    InvalidTagException: (_made, ask) => ask({ Tags: [{ Key: "aws:mine" }] }),
    LimitExceededException: unprovokable("It makes nothing of which an account has a number."),
    RequestInProgressException: (_made, ask) => ask(),
    TagPolicyException: unprovokable("Tag policies belong to organizations, which a yard does not have."),
    ValidationException: (_made, ask) => ask({ CertificateArn: "short" }),
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: {
    AddTagsToCertificate: {
      TooManyTagsException: async ({ call, pendingArn }, ask) => {
        await call("AddTagsToCertificate", { CertificateArn: pendingArn, Tags: many(50) });
        return ask({ Tags: [{ Key: "one-more" }] });
      },
    },
    DeleteCertificate: {
      ResourceInUseException: async ({ aws, importedArn, name }, ask) => {
        await aws.apiGateway.createDomainName({
          domainName: `${name()}.sweep.test`,
          regionalCertificateArn: importedArn,
          endpointConfiguration: { types: ["REGIONAL"] },
        });
        return ask({ CertificateArn: importedArn });
      },
    },
    ExportCertificate: {
      RequestInProgressException: async ({ aws, name }, ask) => {
        const { CertificateArn } = await aws.acm.requestCertificate({
          DomainName: `${name()}.test`,
          Options: { Export: "ENABLED" },
        });
        return ask({ CertificateArn });
      },
    },
    ImportCertificate: {
      InvalidParameterException: ({ pendingArn }, ask) => ask({ CertificateArn: pendingArn }),
      LimitExceededException: unprovokable("AWS counts imports of a year; a yard keeps what the disk holds."),
      TooManyTagsException: unprovokable("One request has no more tags than a certificate may have."),
    },
    ListCertificates: {
      InvalidArgsException: (_made, ask) => ask({ NextToken: "nothing" }),
      ValidationException: (_made, ask) => ask({ MaxItems: 1_001 }),
    },
    RemoveTagsFromCertificate: {
      InvalidTagException: unprovokable("No tag can be there whose key is not valid; removing it changes nothing."),
    },
    RequestCertificate: {
      InvalidArnException: unprovokable("Its one ARN is a private authority's, which is refused as not served."),
      InvalidDomainValidationOptionsException: (_made, ask) =>
        ask({ DomainName: "a.test", DomainValidationOptions: [{ DomainName: "a.test", ValidationDomain: "b.test" }] }),
      InvalidParameterException: (_made, ask) => ask({ KeyAlgorithm: "RSA_4096" }),
      LimitExceededException: (_made, ask) =>
        ask({ SubjectAlternativeNames: Array.from({ length: 10 }, (_, index) => `n${index}.test`) }),
      TooManyTagsException: unprovokable("One request has no more tags than a certificate may have."),
    },
    ResendValidationEmail: {
      InvalidDomainValidationOptionsException: (_made, ask) => ask(),
      InvalidStateException: ({ importedArn }, ask) => ask({ CertificateArn: importedArn }),
    },
    UpdateCertificateOptions: {
      InvalidStateException: ({ importedArn }, ask) => ask({ CertificateArn: importedArn }),
    },
  },
});
