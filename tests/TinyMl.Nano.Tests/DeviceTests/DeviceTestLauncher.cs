using System.Reflection;
using System.Runtime.CompilerServices;
using nanoFramework.TestFramework;

namespace TinyMl.Nano.Tests.DeviceTests;

/// <summary>
/// Runs tests in the style of nanoFramework.TestFramework as its launcher does on a device: class by class the method of
/// setup, the tests without and then those with arguments, the method of cleanup.
/// </summary>
/// <remarks>
/// The device's launcher makes no instance of a test class: its methods run without <c>this</c>. Here they get an object
/// whose constructor never ran; that no test class has a field of an instance is a rule of its own.
/// </remarks>
internal static class DeviceTestLauncher
{
    internal enum Outcome
    {
        Passed,
        Failed,
        Skipped,
    }

    internal sealed record Test(Type Class, MethodInfo Method, Attribute Attribute, string Name);

    internal sealed record Result(string Name, Outcome Outcome, string Message);

    /// <summary>Everything that runs, in the launcher's order and under its names.</summary>
    internal static IEnumerable<Test> Find(IEnumerable<Type> classes) => classes
        .Where(type => type.IsClass && type.GetCustomAttributes(true).Any(a => a.GetType() == typeof(TestClassAttribute)))
        .SelectMany(type => new[] { typeof(SetupAttribute), typeof(TestMethodAttribute), typeof(DataRowAttribute), typeof(CleanupAttribute) }
            .SelectMany(kind => Find(type, kind)));

    /// <summary>Runs tests.</summary>
    internal static List<Result> Run(IEnumerable<Test> tests)
    {
        List<Result> results = [];
        HashSet<Type> skipped = [];
        foreach (Test test in tests)
        {
            Result result = skipped.Contains(test.Class)
                ? new Result(test.Name, Outcome.Skipped, "The setup of the class was skipped.")
                : Run(test);
            results.Add(result);
            if (test.Attribute is SetupAttribute && result.Outcome == Outcome.Skipped)
            {
                skipped.Add(test.Class);
            }
        }

        return results;
    }

    private static IEnumerable<Test> Find(Type type, Type kind)
    {
        foreach (MethodInfo method in type.GetMethods())
        {
            Attribute[] attributes = method.GetCustomAttributes(true).Cast<Attribute>().ToArray();
            if (attributes.Any(a => a is DataRowAttribute))
            {
                attributes = attributes.Where(a => a is not TestMethodAttribute).ToArray();
            }

            for (int i = 0; i < attributes.Length; i++)
            {
                if (attributes[i].GetType() == kind)
                {
                    yield return new Test(type, method, attributes[i], $"{type.FullName}.{method.Name}.{i}");
                }
            }
        }
    }

    private static Result Run(Test test)
    {
        object? instance = test.Method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(test.Class);
        try
        {
            test.Method.Invoke(instance, (test.Attribute as DataRowAttribute)?.MethodParameters);
            return new Result(test.Name, Outcome.Passed, string.Empty);
        }
        catch (TargetInvocationException error) when (error.InnerException is SkipTestException skip)
        {
            return new Result(test.Name, Outcome.Skipped, skip.Message);
        }
        catch (TargetInvocationException error)
        {
            return new Result(test.Name, Outcome.Failed, error.InnerException!.ToString());
        }
        catch (Exception error) when (error is ArgumentException or TargetParameterCountException)
        {
            return new Result(test.Name, Outcome.Failed, $"The arguments do not fit the method: {error.Message}");
        }
    }
}
