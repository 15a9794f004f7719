/** Text as somebody typed it: line breaks kept, long words broken, direction by its own letters. */
export function WordsBlock({ text }: { text: string }) {
  return (
    <p dir="auto" className="max-w-[65ch] whitespace-pre-line wrap-anywhere">
      {text}
    </p>
  );
}
