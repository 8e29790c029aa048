using System;
using System.Runtime.CompilerServices;
using TestFrameworkShared;

namespace nanoFramework.TestFramework
{
    /// <summary>Facade: conditions of a test; what does not hold throws <see cref="AssertFailedException"/>.</summary>
    public sealed class Assert
    {
        /// <summary>Two values must be equal.</summary>
        /// <param name="expected">The value that is right.</param>
        /// <param name="actual">The value to judge.</param>
        /// <param name="message">What it means.</param>
        public static void AreEqual(bool expected, bool actual, [CallerArgumentExpression("actual")] string message = "")
        {
            MustBeEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(bool, bool, string)"/>
        public static void AreEqual(byte expected, byte actual, [CallerArgumentExpression("actual")] string message = "")
        {
            MustBeEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(bool, bool, string)"/>
        public static void AreEqual(int expected, int actual, [CallerArgumentExpression("actual")] string message = "")
        {
            MustBeEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(bool, bool, string)"/>
        public static void AreEqual(long expected, long actual, [CallerArgumentExpression("actual")] string message = "")
        {
            MustBeEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(bool, bool, string)"/>
        public static void AreEqual(string expected, string actual, [CallerArgumentExpression("actual")] string message = "")
        {
            MustBeEqual(expected, actual, message);
        }

        /// <summary>A text must contain another.</summary>
        /// <param name="expected">The text that must be found.</param>
        /// <param name="value">Where.</param>
        /// <param name="message">What it means.</param>
        public static void Contains(string expected, string value, [CallerArgumentExpression("value")] string message = "")
        {
            Must(value.Contains(expected, StringComparison.Ordinal), "Contains", $"'{value}' does not contain '{expected}'. {message}");
        }

        /// <summary>A text must end with another.</summary>
        /// <param name="expected">The end.</param>
        /// <param name="value">The whole.</param>
        /// <param name="message">What it means.</param>
        public static void EndsWith(string expected, string value, [CallerArgumentExpression("value")] string message = "")
        {
            Must(value.EndsWith(expected, StringComparison.Ordinal), "EndsWith", $"'{value}' does not end with '{expected}'. {message}");
        }

        /// <summary>A condition must not hold.</summary>
        /// <param name="condition">The condition.</param>
        /// <param name="message">What it means.</param>
        public static void IsFalse(bool condition, [CallerArgumentExpression("condition")] string message = "")
        {
            Must(!condition, "IsFalse", message);
        }

        /// <summary>A condition must hold.</summary>
        /// <param name="condition">The condition.</param>
        /// <param name="message">What it means.</param>
        public static void IsTrue(bool condition, [CallerArgumentExpression("condition")] string message = "")
        {
            Must(condition, "IsTrue", message);
        }

        /// <summary>Ends the test as one that cannot run here.</summary>
        /// <param name="message">Why.</param>
        /// <exception cref="SkipTestException">Always.</exception>
        public static void SkipTest(string message = null)
        {
            throw new SkipTestException(message);
        }

        /// <summary>A text must start with another.</summary>
        /// <param name="expected">The start.</param>
        /// <param name="value">The whole.</param>
        /// <param name="message">What it means.</param>
        public static void StartsWith(string expected, string value, [CallerArgumentExpression("value")] string message = "")
        {
            Must(value.StartsWith(expected, StringComparison.Ordinal), "StartsWith", $"'{value}' does not start with '{expected}'. {message}");
        }

        /// <summary>An action must throw an exception of exactly this type.</summary>
        /// <param name="exception">The type.</param>
        /// <param name="action">The action.</param>
        /// <param name="message">What it means.</param>
        public static void ThrowsException(Type exception, Action action, [CallerArgumentExpression("action")] string message = "")
        {
            Type thrown = null;
            try
            {
                action.Invoke();
            }
            catch (Exception e)
            {
                thrown = e.GetType();
            }

            Must(thrown == exception, "ThrowsException", $"{thrown?.Name ?? "Nothing"} was thrown where {exception.Name} was expected. {message}");
        }

        private static void MustBeEqual(object expected, object actual, string message)
        {
            Must(Equals(expected, actual), "AreEqual", $"Expected:<{expected}>. Actual:<{actual}>. {message}");
        }

        private static void Must(bool holds, string assertion, string message)
        {
            if (!holds)
            {
                throw new AssertFailedException($"Assert.{assertion} failed. {message}");
            }
        }
    }
}
