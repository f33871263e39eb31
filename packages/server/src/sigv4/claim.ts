/** What a request says about its own signature. Nothing in it has been checked yet. */
export interface SignatureClaim {
  readonly algorithm: string;
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  /** As sent: `X-Amz-Date`, or the Date header. */
  readonly date: string;
  readonly validity: { readonly kind: "skew" } | { readonly kind: "expires"; readonly seconds: number };
  readonly hasSessionToken: boolean;
}
