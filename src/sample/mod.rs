//! Made-up receipts with planted discrepancies and their truth.
