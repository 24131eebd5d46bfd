export function FailureNote({ message }: { message: string | undefined }) {
  return (
    <div role="alert" className="empty:hidden">
      {message && (
        <p className="rounded-md bg-bad-soft px-3 py-2 text-bad" data-failure>
          {message}
        </p>
      )}
    </div>
  );
}
