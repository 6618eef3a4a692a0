"""Conditional requests, the page cache, replicas and failover: what makes pages fast and keeps them available."""
