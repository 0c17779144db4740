import { Skeleton } from "@/components/ui/skeleton";

export default function SettingsLoading() {
  return (
    <div role="status" aria-label="Loading" className="grid max-w-3xl gap-3">
      <Skeleton className="h-72 rounded-lg" />
      <Skeleton className="h-36 rounded-lg" />
    </div>
  );
}
