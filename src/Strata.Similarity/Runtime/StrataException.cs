namespace Strata.Runtime;

/// <summary>
/// Something outside the program's control is not as it must be: a file, a data set, a native library, a full disk. The message is one
/// sentence that a user can act on; it names the file, the value found and what was expected.
/// </summary>
public class StrataException(string message, Exception? inner = null) : Exception(message, inner);
