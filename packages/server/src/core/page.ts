/** One page of a list; `after` is the key of the last row of the previous page. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string | undefined;
}
