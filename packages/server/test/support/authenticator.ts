/**
 * An authenticator made of software, with a browser around it: it makes passkeys and proves them as WebAuthn says, or
 * with one thing wrong. It has no line of the server's library, so that the two do not share a mistake.
 */
import {
  createECDH,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { type Cbor, encodeCbor } from "./cbor.ts";

export interface Authenticator {
  /** To `CredentialCreationOptions`: the JSON that `toJSON()` would give. */
  register(options: unknown, mishap?: Mishap): RegistrationJson;
  /** To CREDENTIAL_REQUEST_OPTIONS: the text for CREDENTIAL. */
  signIn(options: string | undefined, mishap?: Mishap): string;
}

export interface RegistrationJson {
  readonly [member: string]: unknown;
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** What is wrong; all else is right. */
export interface Mishap {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  readonly relyingPartyId?: string;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
  /** Signs with this key. */
  readonly key?: KeyObject;
  /** Says that it is this credential. */
  readonly id?: string;
  readonly userHandle?: string;
  /** An attestation statement that nobody asked for, of what it is to sign. */
  readonly attest?: (signed: Buffer, own: KeyObject) => Statement;
  /** Of the COSE key. */
  readonly algorithm?: number;
}

export interface Statement {
  readonly format: string;
  readonly statement: ReadonlyMap<string, Cbor>;
}

interface Options {
  readonly origin: string;
  /** Default: a phone that counts nothing and knows its owner. */
  readonly isCounting?: boolean;
  readonly isVerifying?: boolean;
  readonly attachment?: "platform" | "cross-platform";
}

interface Credential {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly userHandle: string;
  counter: number;
}

export function createAuthenticator(options: Options): Authenticator {
  const credentials = new Map<string, Credential>();
  return {
    register: (given, mishap = {}) => register(options, credentials, creationOptions(given), mishap),
    signIn: (given, mishap = {}) => signIn(options, credentials, requestOptions(given), mishap),
  };
}

function register(
  options: Options,
  credentials: Map<string, Credential>,
  { challenge, rp, user }: CreationOptions,
  mishap: Mishap,
): RegistrationJson {
  const { attachment = "platform" } = options;
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = mishap.id ?? randomBytes(20).toString("base64url");
  credentials.set(id, { id, privateKey, userHandle: user.id, counter: 0 });
  const attested = attestedData(id, coseKey(publicKey, mishap.algorithm));
  const authData = authenticatorData(options, rp.id, 0, attested, mishap);
  const clientDataJSON = clientData(options, "webauthn.create", challenge, mishap);
  const signed = Buffer.concat([authData, sha256(clientDataJSON)]);
  const { format, statement } = mishap.attest?.(signed, privateKey) ?? none;
  const attestation = new Map<string, Cbor>([
    ["fmt", format],
    ["attStmt", statement],
    ["authData", authData],
  ]);
  return {
    id,
    rawId: id,
    type: "public-key",
    authenticatorAttachment: attachment,
    clientExtensionResults: { credProps: { rk: true } },
    response: {
      clientDataJSON: clientDataJSON.toString("base64url"),
      attestationObject: encodeCbor(attestation).toString("base64url"),
      transports: attachment === "platform" ? ["hybrid", "internal"] : ["usb"],
      publicKeyAlgorithm: -7,
    },
  };
}

function signIn(
  options: Options,
  credentials: Map<string, Credential>,
  { challenge, rpId, allowCredentials }: RequestOptions,
  mishap: Mishap,
): string {
  const { attachment = "platform", isCounting = false } = options;
  const asked = allowCredentials.map(({ id }) => credentials.get(id)).find((each) => each !== undefined);
  const known = asked ?? [...credentials.values()][0];
  if (known === undefined) throw new Error("the authenticator has no passkey");
  if (isCounting) known.counter += 1;
  const authData = authenticatorData(options, rpId, known.counter, Buffer.alloc(0), mishap);
  const clientDataJSON = clientData(options, "webauthn.get", challenge, mishap);
  const signed = Buffer.concat([authData, sha256(clientDataJSON)]);
  const signature = sign("sha256", signed, mishap.key ?? known.privateKey);
  const id = mishap.id ?? known.id;
  return JSON.stringify({
    id,
    rawId: id,
    type: "public-key",
    authenticatorAttachment: attachment,
    clientExtensionResults: {},
    response: {
      clientDataJSON: clientDataJSON.toString("base64url"),
      authenticatorData: authData.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: mishap.userHandle ?? known.userHandle,
    },
  });
}

const none: Statement = { format: "none", statement: new Map() };

/** What the browser vouches for (WebAuthn §5.8.1). */
function clientData({ origin }: Options, type: string, challenge: string, mishap: Mishap): Buffer {
  const { topOrigin } = mishap;
  return Buffer.from(
    JSON.stringify({
      type: mishap.type ?? type,
      challenge: mishap.challenge ?? challenge,
      origin: mishap.origin ?? origin,
      crossOrigin: mishap.crossOrigin ?? false,
      ...(topOrigin === undefined ? {} : { topOrigin }),
    }),
  );
}

/** What the authenticator vouches for (WebAuthn §6.1). */
function authenticatorData(
  { isVerifying = true }: Options,
  relyingPartyId: string,
  counter: number,
  attested: Buffer,
  mishap: Mishap,
): Buffer {
  const { isPresent = true, isVerified = isVerifying } = mishap;
  const flags = (isPresent ? 1 : 0) | (isVerified ? 4 : 0) | (attested.length > 0 ? 64 : 0);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(mishap.counter ?? counter);
  const rpIdHash = sha256(mishap.relyingPartyId ?? relyingPartyId);
  return Buffer.concat([rpIdHash, Buffer.of(flags), count, attested]);
}

/** Whose public half is the base point of P-256: the private key one. */
export function basePointKey(): KeyObject {
  const one = Buffer.alloc(32);
  one.writeUInt8(1, 31);
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(one);
  const point = pair.getPublicKey();
  const [x = "", y = ""] = [1, 33].map((start) => point.subarray(start, start + 32).toString("base64url"));
  const d = one.toString("base64url");
  return createPrivateKey({ key: { kty: "EC", crv: "P-256", d, x, y }, format: "jwk" });
}

/** No maker's name, the id, the key (WebAuthn §6.5.1). */
function attestedData(id: string, key: Buffer): Buffer {
  const bytes = Buffer.from(id, "base64url");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([Buffer.alloc(16), length, bytes, key]);
}

/** ES256 (RFC 9053 §7.1.1). */
function coseKey(publicKey: KeyObject, algorithm = -7): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const key = new Map<number, Cbor>([
    [1, 2],
    [3, algorithm],
    [-1, 1],
  ]);
  key.set(-2, Buffer.from(x, "base64url")).set(-3, Buffer.from(y, "base64url"));
  return encodeCbor(key);
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

// The stories check the options themselves; here they only have to lead to an answer.
function creationOptions(options: unknown): CreationOptions {
  return options as CreationOptions;
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly { readonly id: string }[];
}

function requestOptions(options: string | undefined): RequestOptions {
  return JSON.parse(options ?? "");
}

function sha256(value: Buffer | string): Buffer {
  return createHash("sha256").update(value).digest();
}
