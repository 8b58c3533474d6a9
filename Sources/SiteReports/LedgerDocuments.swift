/// Turns a ledger into the documents that a daemon answers with and that `curtailctl --ledger` prints.
///
/// Amounts are decimal text in the unit of their name, what is not known is null.
package enum LedgerDocuments {}
