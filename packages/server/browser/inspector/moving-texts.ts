/** Texts that change while time passes. */
export interface MovingTexts<Source> {
  /** A text that is read from the source, now and at each update. */
  text(source: Source, read: (source: Source) => string): Text;
  update(source: Source): void;
  forget(): void;
}

export function createMovingTexts<Source>(): MovingTexts<Source> {
  let texts: { readonly node: Text; readonly read: (source: Source) => string }[] = [];
  return {
    text(source, read) {
      const node = document.createTextNode(read(source));
      texts.push({ node, read });
      return node;
    },
    update(source) {
      for (const { node, read } of texts) {
        const text = read(source);
        if (node.data !== text) node.data = text;
      }
    },
    forget() {
      texts = [];
    },
  };
}
