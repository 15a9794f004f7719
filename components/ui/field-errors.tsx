/** What is wrong with one field, below it; nothing when nothing is. */
export function FieldErrors({ id, errors }: { id: string; errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <ul id={id} className="mt-1.5 grid gap-0.5 text-xs font-medium text-bad">
      {errors.map((error) => (
        <li key={error} className="flex gap-1.5">
          <svg
            aria-hidden="true"
            viewBox="0 0 16 16"
            className="mt-0.5 size-3.5 shrink-0 fill-none stroke-current stroke-[1.75]"
            strokeLinecap="round"
          >
            <path d="M8 4.5v4.25M8 11.25v.01M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5Z" />
          </svg>
          {error}
        </li>
      ))}
    </ul>
  );
}
