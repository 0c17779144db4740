"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function SettingsError(props: RouteErrorProps) {
  return <RouteError {...props} what="The settings" />;
}
